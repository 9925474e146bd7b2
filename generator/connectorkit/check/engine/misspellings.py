"""Unambiguous misspellings and their corrections."""

from __future__ import annotations

_SAID = """
accomodate=accommodate accross=across acess=access acknowlege=acknowledge activites=activities addional=additional
additonal=additional addres=address adress=address adresses=addresses agregate=aggregate allready=already
alredy=already ammount=amount aplication=application appliction=application apropriate=appropriate asign=assign
asigned=assigned asociated=associated assocated=associated asynchronus=asynchronous attachement=attachment
attachements=attachments attribure=attribute autentication=authentication authenication=authentication
authentification=authentication authorisaton=authorisation authorizaton=authorization availabe=available
availble=available avalable=available avaliable=available basicly=basically becuase=because begining=beginning
boolen=boolean calender=calendar categorys=categories categoy=category charachter=character charachters=characters
colection=collection comapny=company comming=coming commited=committed compatability=compatibility
comunication=communication conection=connection configuraton=configuration connnector=connector consistant=consistent
contaning=containing contian=contain contians=contains convertion=conversion coresponding=corresponding
correspoding=corresponding critera=criteria curency=currency custmer=customer custome=custom cutomer=customer
databse=database defalut=default defaut=default delet=delete deleteing=deleting deliverd=delivered
desciption=description descripton=description descrition=description destinaton=destination detials=details
diffrent=different docment=document documnet=document doucment=document emial=email enviornment=environment
enviroment=environment exisiting=existing existance=existence existin=existing extention=extension feild=field
feilds=fields finised=finished follwing=following folowing=following foward=forward fucntion=function funtion=function
generat=generate geting=getting goverment=government gropu=group heigth=height idenitfier=identifier
identifer=identifier identifiy=identify incude=include inculde=include indentifier=identifier infomation=information
informaton=information infromation=information instace=instance instanse=instance intial=initial invlaid=invalid
invoce=invoice langauge=language langugage=language lenght=length libary=library limt=limit maintainance=maintenance
managment=management manditory=mandatory maximun=maximum mesage=message messge=message messsage=message minium=minimum
minumum=minimum mispelled=misspelled modifed=modified modifiy=modify neccessary=necessary necesary=necessary
nessecary=necessary notificaton=notification nubmer=number occured=occurred occurence=occurrence
occurences=occurrences occuring=occurring occurr=occur opeartion=operation opertion=operation optinal=optional
orgainzation=organization organiztion=organization orginal=original ouput=output outupt=output overriden=overridden
paramater=parameter paramaters=parameters parametr=parameter paramter=parameter paramters=parameters passowrd=password
pasword=password payement=payment perfrom=perform permision=permission permisions=permissions permisson=permission
posible=possible possbile=possible prefered=preferred prevously=previously privilage=privilege proccess=process
proccessed=processed procesing=processing proeprty=property properites=properties propertys=properties
propery=property protocal=protocol publically=publicly quanity=quantity querry=query reccord=record recieve=receive
recieved=received reciever=receiver recieves=receives recipent=recipient recipents=recipients recomend=recommend
recomended=recommended referece=reference refered=referred refernce=reference relevent=relevant remaing=remaining
reponse=response reposnse=response represnts=represents reqest=request reqeust=request reqired=required
requierd=required requried=required resonse=response resouce=resource resouces=resources responce=response
respone=response respresents=represents retreive=retrieve retreived=retrieved retreives=retrieves retrive=retrieve
retrived=retrieved retrives=retrieves retriving=retrieving retrun=return retruns=returns reutrn=return reutrns=returns
schdule=schedule scheduel=schedule seach=search searchs=searches secion=section selet=select seleted=selected
sepcified=specified sepcify=specify seperate=separate seperated=separated seperator=separator seprated=separated
similiar=similar specfic=specific specifc=specific specifed=specified specifiy=specify speficied=specified
statis=status staus=status stauts=status subcription=subscription subscripton=subscription subsription=subscription
succes=success succesful=successful succesfull=successful succesfully=successfully successfull=successful
successfuly=successfully sucess=success sucessful=successful sucessfully=successfully suport=support supress=suppress
synchronus=synchronous teh=the tempalte=template templte=template thier=their threshhold=threshold tickect=ticket
timestmap=timestamp transfered=transferred trigered=triggered trigerred=triggered truely=truly udpate=update
udpated=updated uniqe=unique unknow=unknown unqiue=unique untill=until upadte=update upate=update updat=update
updateing=updating usefull=useful usege=usage utilites=utilities vaild=valid valdiate=validate valeu=value vaule=value
vaules=values verison=version versoin=version visable=visible visibilty=visibility wether=whether wich=which
widht=width writting=writing
"""
MISSPELT: dict[str, str] = dict(pair.split("=") for pair in _SAID.split())
